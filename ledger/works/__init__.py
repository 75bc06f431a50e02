"""Works and what belongs to them: notices, registrations, credits, elements, claims."""
