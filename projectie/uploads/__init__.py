"""Files that are too large for mail: a private link per ticket, sent in parts, resumed where they were cut off."""
