"""Attacks: random inputs whose truth is known by construction."""
