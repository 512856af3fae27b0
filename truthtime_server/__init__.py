"""The TruthTime backend. It arrives with its own release; until then the program says so and does nothing else."""
