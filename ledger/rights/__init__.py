"""Rights in works: titles, transfers, licences, and who holds or may use what on a day."""
