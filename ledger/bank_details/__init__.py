"""Where a party is paid: proposed, confirmed by a second person after a wait, withdrawn."""
