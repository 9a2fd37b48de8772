from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with 64 MiB and one lane: a quarter of a second on a small server, and no more
    memory than it has when several people log in at once."""

    time_cost = 2
    memory_cost = 64 * 1024
    parallelism = 1
