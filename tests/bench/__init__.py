"""`make bench`: how much the portal bears, beside a bare Django view under the same server in the same run."""
