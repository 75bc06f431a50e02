"""The keys that sign checkpoints: bringing the next one, retiring an older one."""
