"""`{{ amount|kroner }}` and `{{ number|in_threes }}`: amounts and organisation numbers as one writes them."""

from django import template

from linkportal.kit.money import in_threes, kroner, whole_kroner

register = template.Library()
register.filter("kroner", kroner)
register.filter("whole_kroner", whole_kroner)
register.filter("in_threes", in_threes)
