"""Files that banks read and write: letters, records of fixed length, transfers, notices."""
