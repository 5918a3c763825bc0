"""Is this letter ours? A page for anybody who was handed one."""
