from django import template

from media.durations import on_screen

register = template.Library()
register.filter("on_screen", on_screen)
