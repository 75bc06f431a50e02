"""Dated tax rates and the two taxes a payment meets; amounts before tax come in."""
