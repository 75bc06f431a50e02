"""Accounts that several agreements of one payer fill together (cross-collateral)."""
