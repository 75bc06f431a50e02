"""Dated rates of exchange, with their source."""
