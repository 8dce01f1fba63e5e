"""SOP tables: what an office typed, read cell by cell.

Promise: every problem of a table is said at once, each with its cell.
Never: a guess.
"""
