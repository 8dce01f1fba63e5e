"""The SOPs that ship with Alur."""
