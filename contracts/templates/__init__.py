"""Published rates as ready-made clauses, dated and sourced: offered as defaults, never imposed."""
