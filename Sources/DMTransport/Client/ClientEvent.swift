public import DeviceManagement
public import SyncML

/// What a client tells of a session while it runs.
public enum ClientEvent: Hashable, Sendable {
  /// A message goes to an address.
  case sending(TransportedMessage, url: String)
  /// The server's answer has come and been read.
  case received(TransportedMessage, url: String)
  /// Nonces to store before anything else: the next session needs them.
  case nonces([NonceUpdate])
  /// No answer came: the same bytes are sent again after a wait.
  case retrying(DMClientError, delay: Duration)
  /// The server is busy, as its message says: the session goes on after a wait.
  case busy(StatusCode, delay: Duration)
  /// HTTP leads to another address.
  case redirected(url: String)
}
