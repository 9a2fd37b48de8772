"""Download everything: what a coach keeps here, decrypted, in one archive that is theirs alone. And
leave."""
