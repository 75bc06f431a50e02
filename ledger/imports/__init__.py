"""Reading other registers' data and recording it through the door."""
