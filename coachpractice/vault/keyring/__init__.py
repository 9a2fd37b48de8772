"""The second database: nothing but wrapped keys. Only `vault` touches it."""
