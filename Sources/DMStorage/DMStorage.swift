internal import GRDB

