"""The TruthTime backend: the API on PostgreSQL, with the log as the truth and walls between users (docs/api.md)."""
