"""What `scripts/bench` measures, one module per subject; that script says how to write one."""
