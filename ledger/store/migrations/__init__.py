"""The revisions of the log's tables, newest last. Views are rebuilt, so they have none."""
