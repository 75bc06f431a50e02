"""Signing in with a company's own service (OpenID Connect)."""


def offered() -> tuple[()]:
    """Return the services that people may sign in with."""
    return ()
