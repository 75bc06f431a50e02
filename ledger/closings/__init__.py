"""The state of the register at the end of a month, as two roots."""
