"""The view network: the network drawn while it reads."""
