from django import template

from cms.reading import reading_of

register = template.Library()
register.simple_tag(reading_of)
