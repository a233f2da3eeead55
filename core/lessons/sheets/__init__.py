"""Sheets: what a class prints, hands in and looks at: worksheets, answers, predictions, and new lessons."""
