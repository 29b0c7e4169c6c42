"""The session: packs, lines of enquiry, ratings alone, and the record."""
