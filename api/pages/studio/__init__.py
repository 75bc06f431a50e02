"""Pages of studios and committee leads."""
