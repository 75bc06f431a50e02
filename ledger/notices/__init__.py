"""Notices: who is told what happened, in which words, and when it is tried again."""
