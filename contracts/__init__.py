"""Pure arithmetic from terms and revenue to money owed: no clock, file, database or web."""
