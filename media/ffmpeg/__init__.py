"""Turn an upload into a house rendition: paths in, dataclasses out, no Django.

The parts, in the order a file meets them: `probe` looks cheaply, `decode` and `meter`
decode once and measure on the way, `level` decides trim and gain, `limiter` and `encode`
make the MP3, `check` decodes it again, `house` tells the whole story. Every external
program is started by `runner` with an argument list from `commands`.
"""
