"""Alur runs the SOPs of local government: diagrams are data, the audit log is the truth."""
