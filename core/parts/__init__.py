"""What a person can choose: one small frozen class for each choice."""
