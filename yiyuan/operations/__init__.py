"""Operations 运维: backups, taken, checked, kept and listed. What restores one is `config/restore.py`."""
