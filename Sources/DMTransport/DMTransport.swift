internal import AsyncHTTPClient
internal import Hummingbird
internal import HummingbirdTLS

