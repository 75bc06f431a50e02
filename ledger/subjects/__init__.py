"""People's data: erased on request, restricted while a law needs it, and the record of either."""
