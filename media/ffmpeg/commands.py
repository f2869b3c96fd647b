"""Argument lists of ffmpeg and ffprobe, and what an upload may make them open.

Every list that touches an upload names its protocols, formats and codecs: by default a
playlist in an upload opens other people's files, and an input *name* can be a protocol.
ffmpeg-python compiles the lists (its quoting is right); nothing here runs anything.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import ffmpeg

from media.ffmpeg.treatment import PLAIN, Treatment

SAMPLE_RATE = 48_000
FORMATS = (
    "mp3,aac,wav,w64,flac,ogg,mov,mp4,m4a,3gp,3g2,mj2,amr,matroska,webm,asf,avi,aiff,mpegts,"
    "mpeg,caf"
)
_SOUND = (
    "mp3float,mp3,mp2float,mp2,mp1float,mp1,aac,aac_fixed,aac_latm,libfdk_aac,ac3,eac3,alac,"
    "flac,vorbis,libvorbis,opus,libopus,speex,libspeex,amrnb,amrwb,libopencore_amrnb,"
    "libopencore_amrwb,wmav1,wmav2,wmapro,wmalossless,wmavoice,gsm,gsm_ms,libgsm,libgsm_ms,"
    "g722,g726,truespeech,qdm2,adpcm_ms,adpcm_ima_wav,adpcm_ima_qt,adpcm_yamaha,adpcm_swf,"
    "pcm_alaw,pcm_mulaw,pcm_u8,pcm_s8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,"
    "pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,pcm_dvd,pcm_bluray,s302m"
)
_PICTURE = (
    "h264,hevc,h263,mpeg4,mpeg2video,mpeg1video,mpegvideo,msmpeg4,msmpeg4v1,msmpeg4v2,wmv1,"
    "wmv2,wmv3,vc1,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,theora,mjpeg,dvvideo,"
    "prores,dnxhd,svq1,svq3,rpza,cinepak"
)
# ffprobe refuses a whole file when one stream of it has a decoder that is not listed, so
# cover art and subtitles must be, though nobody looks at them.
_BESIDE = (
    "png,bmp,gif,webp,tiff,ass,ssa,subrip,srt,mov_text,webvtt,text,dvdsub,dvbsub,pgssub,xsub,"
    "cc_dec,libzvbi_teletextdec"
)
CODECS = f"{_SOUND},{_PICTURE},{_BESIDE}"
GUARDS = {"protocol_whitelist": "file", "format_whitelist": FORMATS, "codec_whitelist": CODECS}
QUIET = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-v", "error"]
HEARD = ["ffmpeg", "-nostdin", "-hide_banner", "-nostats", "-v", "info"]
IN_BULK = {"flush_packets": 0}  # not a write, and a wake-up of ours, for every frame
# Frames of 400 ms smoothed over fifteen, raised at most sixfold: words come up, hiss less so.
EVEN = {"framelen": 400, "gausssize": 15, "peak": "0.6", "maxgain": 6}
R128_KEY = "lavfi.r128.I"


def file_url(path: Path) -> str:
    """Name a file so that no name can be read as a protocol or an option."""
    return f"file:{path.absolute()}"


def probe_argv(source: Path, *, most_pixels: int) -> list[str]:
    """List what the headers claim, as JSON; ffmpeg-python has no compiler for ffprobe."""
    guards = [word for name, value in GUARDS.items() for word in (f"-{name}", value)]
    shown = (
        "format=format_name,duration,bit_rate"
        ":stream=codec_type,codec_name,profile,level,pix_fmt,width,height,avg_frame_rate,"
        "sample_rate,channels,duration,bit_rate,field_order:stream_disposition=attached_pic"
        ":stream_side_data=rotation"
    )
    return [
        *("ffprobe", "-v", "error", *guards, "-max_pixels", str(most_pixels), "-threads", "1"),
        *("-probesize", "20M", "-analyzeduration", "20M", "-show_entries", shown),
        *("-of", "json", "-i", file_url(source)),
    ]


def decode_argv(
    source: Path,
    *,
    layout: str,
    sample_format: str,
    longest: timedelta,
    most_pixels: int,
    treatment: Treatment = PLAIN,
) -> list[str]:
    """Decode the first sound of an upload to raw 48 kHz samples on stdout.

    Timestamps are recounted before anything else, so a file cannot claim less time than
    it decodes to and slip past `longest`. `rematrix_maxval` keeps a downmix at or below
    full scale in a float chain too, where it would come out 3 dB louder and clip.

    A cut is made on decoded samples: to seek in an upload lands somewhere near.
    """
    given = ffmpeg.input(
        file_url(source), threads=1, vn=None, sn=None, dn=None, max_pixels=most_pixels, **GUARDS
    )
    sound = (
        given["a:0"]
        .filter("asetpts", "N/SR/TB")
        .filter("aresample", SAMPLE_RATE, rematrix_maxval="1.0")
        .filter("aformat", sample_fmts=sample_format, channel_layouts=layout)
    )
    if treatment.cuts:
        cut = {"start": seconds(treatment.cue_in)}
        if treatment.cue_out is not None:
            cut["end"] = seconds(treatment.cue_out)
        sound = sound.filter("atrim", **cut).filter("asetpts", "PTS-STARTPTS")
    if treatment.even_out:
        sound = sound.filter("dynaudnorm", **EVEN)
    raw = {"flt": "f32le", "s16": "s16le"}[sample_format]
    output = sound.output("pipe:1", format=raw, t=longest.total_seconds(), **IN_BULK)
    words: list[str] = output.compile(cmd=QUIET)
    return words


def seconds(length: timedelta) -> str:
    return f"{length.total_seconds():.6f}"


def encode_argv(*, bitrate_kbps: int) -> list[str]:
    """Encode mono s16 from stdin to bare MP3 frames on stdout.

    No bit reservoir, no Xing frame and no tag: every frame then stands alone.
    """
    given = ffmpeg.input("pipe:0", format="s16le", ar=SAMPLE_RATE, ac=1, protocol_whitelist="pipe")
    output = given.output(
        "pipe:1",
        format="mp3",
        acodec="libmp3lame",
        audio_bitrate=f"{bitrate_kbps}k",
        compression_level=5,
        reservoir=0,
        write_xing=0,
        id3v2_version=0,
        write_id3v1=0,
        threads=1,
        bitexact=None,
        **IN_BULK,
    )
    words: list[str] = output.compile(cmd=QUIET)
    return words


def check_argv() -> list[str]:
    """Decode our own MP3 from stdin to float samples; an R128 meter prints on stderr."""
    given = ffmpeg.input("pipe:0", format="mp3", protocol_whitelist="pipe", threads=1)
    return metered_argv(given)


def metered_argv(given: Any) -> list[str]:
    """Decode an input's sound to float samples; an R128 meter prints on stderr."""
    sound = (
        given["a:0"]
        .filter("ebur128", metadata=1, framelog="verbose")
        .filter("ametadata", mode="print", key=R128_KEY)
    )
    words: list[str] = sound.output("pipe:1", format="f32le", **IN_BULK).compile(cmd=HEARD)
    return words
