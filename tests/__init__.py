"""The tests: a package, for pytest-iam's provider installs one of the same name, which would win."""
