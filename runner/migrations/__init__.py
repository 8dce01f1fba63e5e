"""Every change of the schema since the first release, in order; a released one is never edited."""
