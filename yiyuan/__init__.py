"""Yiyuan 一源: government data managed as its regulations demand."""
