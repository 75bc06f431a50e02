"""Readers of other people's catalogues: they turn files into commands of the register."""
