"""Two pairs of eyes: what one person made and another must approve before it is used."""
