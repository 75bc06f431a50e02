"""A believable synthetic world, recorded through the one door like any other."""
