"""The machine API under /api/v1/: playlists and files for players, what aired in return."""
