"""What is signed beside the contracts with clients: agreements of confidentiality, and framework
contracts with those who pay."""
