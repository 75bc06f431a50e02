"""Pages of auditors: is the log whole, and does it compute again?"""
