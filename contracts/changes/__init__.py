"""What happens to a contract after it was concluded: it is changed, renewed, suspended, ended, or
withdrawn from."""
