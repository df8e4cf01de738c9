// Generated from Sources/WBXML/Tables/*.tsv by `swift run TableGenerator`. Do not edit.
// swift-format-ignore-file

extension Language {
  /// -//OMA//DTD WV-CSP 1.2//EN
  public static let wvCSP12 = Language(
    builtIn: #"""
      language	wvcsp12
      id	11	-//OMA//DTD WV-CSP 1.2//EN
      dtd	http://www.openmobilealliance.org/DTD/WV-CSP.DTD
      root	WV-CSP-Message
      extensions	value
      tag	0	5	Acceptance	
      tag	0	6	AddList	
      tag	0	7	AddNickList	
      tag	0	8	SName	
      tag	0	9	WV-CSP-Message	
      tag	0	A	ClientID	
      tag	0	B	Code	i
      tag	0	C	ContactList	
      tag	0	D	ContentData	
      tag	0	E	ContentEncoding	
      tag	0	F	ContentSize	i
      tag	0	10	ContentType	
      tag	0	11	DateTime	d
      tag	0	12	Description	
      tag	0	13	DetailedResult	
      tag	0	14	EntityList	
      tag	0	15	Group	
      tag	0	16	GroupID	
      tag	0	17	GroupList	
      tag	0	18	InUse	
      tag	0	19	Logo	
      tag	0	1A	MessageCount	i
      tag	0	1B	MessageID	
      tag	0	1C	MessageURI	
      tag	0	1D	MSISDN	
      tag	0	1E	Name	
      tag	0	1F	NickList	
      tag	0	20	NickName	
      tag	0	21	Poll	
      tag	0	22	Presence	
      tag	0	23	PresenceSubList	
      tag	0	24	PresenceValue	
      tag	0	25	Property	
      tag	0	26	Qualifier	
      tag	0	27	Recipient	
      tag	0	28	RemoveList	
      tag	0	29	RemoveNickList	
      tag	0	2A	Result	
      tag	0	2B	ScreenName	
      tag	0	2C	Sender	
      tag	0	2D	Session	
      tag	0	2E	SessionDescriptor	
      tag	0	2F	SessionID	
      tag	0	30	SessionType	
      tag	0	31	Status	
      tag	0	32	Transaction	
      tag	0	33	TransactionContent	
      tag	0	34	TransactionDescriptor	
      tag	0	35	TransactionID	
      tag	0	36	TransactionMode	
      tag	0	37	URL	
      tag	0	38	URLList	
      tag	0	39	User	
      tag	0	3A	UserID	
      tag	0	3B	UserList	
      tag	0	3C	Validity	i
      tag	0	3D	Value	
      tag	1	5	AllFunctions	
      tag	1	6	AllFunctionsRequest	
      tag	1	7	CancelInvite-Request	
      tag	1	8	CancelInviteUser-Request	
      tag	1	9	Capability	
      tag	1	A	CapabilityList	
      tag	1	B	CapabilityRequest	
      tag	1	C	ClientCapability-Request	
      tag	1	D	ClientCapability-Response	
      tag	1	E	DigestBytes	
      tag	1	F	DigestSchema	
      tag	1	10	Disconnect	
      tag	1	11	Functions	
      tag	1	12	GetSPInfo-Request	
      tag	1	13	GetSPInfo-Response	
      tag	1	14	InviteID	
      tag	1	15	InviteNote	
      tag	1	16	Invite-Request	
      tag	1	17	Invite-Response	
      tag	1	18	InviteType	
      tag	1	19	InviteUser-Request	
      tag	1	1A	InviteUser-Response	
      tag	1	1B	KeepAlive-Request	
      tag	1	1C	KeepAliveTime	i
      tag	1	1D	Login-Request	
      tag	1	1E	Login-Response	
      tag	1	1F	Logout-Request	
      tag	1	20	Nonce	
      tag	1	21	Password	
      tag	1	22	Polling-Request	
      tag	1	23	ResponseNote	
      tag	1	24	SearchElement	
      tag	1	25	SearchFindings	i
      tag	1	26	SearchID	i
      tag	1	27	SearchIndex	i
      tag	1	28	SearchLimit	i
      tag	1	29	KeepAlive-Response	
      tag	1	2A	SearchPairList	
      tag	1	2B	Search-Request	
      tag	1	2C	Search-Response	
      tag	1	2D	SearchResult	
      tag	1	2E	Service-Request	
      tag	1	2F	Service-Response	
      tag	1	30	SessionCookie	
      tag	1	31	StopSearch-Request	
      tag	1	32	TimeToLive	i
      tag	1	33	SearchString	
      tag	1	34	CompletionFlag	
      tag	1	36	ReceiveList	
      tag	1	37	VerifyID-Request	
      tag	1	38	Extended-Request	
      tag	1	39	Extended-Response	
      tag	1	3A	AgreedCapabilityList	
      tag	1	3B	Extended-Data	
      tag	1	3C	OtherServer	
      tag	1	3D	PresenceAttributeNSName	
      tag	1	3E	SessionNSName	
      tag	1	3F	TransactionNSName	
      tag	2	5	ADDGM	
      tag	2	6	AttListFunc	
      tag	2	7	BLENT	
      tag	2	8	CAAUT	
      tag	2	9	CAINV	
      tag	2	A	CALI	
      tag	2	B	CCLI	
      tag	2	C	ContListFunc	
      tag	2	D	CREAG	
      tag	2	E	DALI	
      tag	2	F	DCLI	
      tag	2	10	DELGR	
      tag	2	11	FundamentalFeat	
      tag	2	12	FWMSG	
      tag	2	13	GALS	
      tag	2	14	GCLI	
      tag	2	15	GETGM	
      tag	2	16	GETGP	
      tag	2	17	GETLM	
      tag	2	18	GETM	
      tag	2	19	GETPR	
      tag	2	1A	GETSPI	
      tag	2	1B	GETWL	
      tag	2	1C	GLBLU	
      tag	2	1D	GRCHN	
      tag	2	1E	GroupAuthFunc	
      tag	2	1F	GroupFeat	
      tag	2	20	GroupMgmtFunc	
      tag	2	21	GroupUseFunc	
      tag	2	22	IMAuthFunc	
      tag	2	23	IMFeat	
      tag	2	24	IMReceiveFunc	
      tag	2	25	IMSendFunc	
      tag	2	26	INVIT	
      tag	2	27	InviteFunc	
      tag	2	28	MBRAC	
      tag	2	29	MCLS	
      tag	2	2A	MDELIV	
      tag	2	2B	NEWM	
      tag	2	2C	NOTIF	
      tag	2	2D	PresenceAuthFunc	
      tag	2	2E	PresenceDeliverFunc	
      tag	2	2F	PresenceFeat	
      tag	2	30	REACT	
      tag	2	31	REJCM	
      tag	2	32	REJEC	
      tag	2	33	RMVGM	
      tag	2	34	SearchFunc	
      tag	2	35	ServiceFunc	
      tag	2	36	SETD	
      tag	2	37	SETGP	
      tag	2	38	SRCH	
      tag	2	39	STSRC	
      tag	2	3A	SUBGCN	
      tag	2	3B	UPDPR	
      tag	2	3C	WVCSPFeat	
      tag	2	3D	MF	
      tag	2	3E	MG	
      tag	2	3F	MM	
      tag	3	5	AcceptedCharset	i
      tag	3	6	AcceptedContentLength	i
      tag	3	7	AcceptedContentType	
      tag	3	8	AcceptedTransferEncoding	
      tag	3	9	AnyContent	
      tag	3	A	DefaultLanguage	
      tag	3	B	InitialDeliveryMethod	
      tag	3	C	MultiTrans	i
      tag	3	D	ParserSize	i
      tag	3	E	ServerPollMin	i
      tag	3	F	SupportedBearer	
      tag	3	10	SupportedCIRMethod	
      tag	3	11	TCPAddress	
      tag	3	12	TCPPort	i
      tag	3	13	UDPPort	i
      tag	4	5	CancelAuth-Request	
      tag	4	6	ContactListProperties	
      tag	4	7	CreateAttributeList-Request	
      tag	4	8	CreateList-Request	
      tag	4	9	DefaultAttributeList	
      tag	4	A	DefaultContactList	
      tag	4	B	DefaultList	
      tag	4	C	DeleteAttributeList-Request	
      tag	4	D	DeleteList-Request	
      tag	4	E	GetAttributeList-Request	
      tag	4	F	GetAttributeList-Response	
      tag	4	10	GetList-Request	
      tag	4	11	GetList-Response	
      tag	4	12	GetPresence-Request	
      tag	4	13	GetPresence-Response	
      tag	4	14	GetWatcherList-Request	
      tag	4	15	GetWatcherList-Response	
      tag	4	16	ListManage-Request	
      tag	4	17	ListManage-Response	
      tag	4	18	UnsubscribePresence-Request	
      tag	4	19	PresenceAuth-Request	
      tag	4	1A	PresenceAuth-User	
      tag	4	1B	PresenceNotification-Request	
      tag	4	1C	UpdatePresence-Request	
      tag	4	1D	SubscribePresence-Request	
      tag	4	1E	Auto-Subscribe	
      tag	4	1F	GetReactiveAuthStatus-Request	
      tag	4	20	GetReactiveAuthStatus-Response	
      tag	5	5	Accuracy	
      tag	5	6	Address	
      tag	5	7	AddrPref	
      tag	5	8	Alias	
      tag	5	9	Altitude	
      tag	5	A	Building	
      tag	5	B	Caddr	
      tag	5	C	City	
      tag	5	D	ClientInfo	
      tag	5	E	ClientProducer	
      tag	5	F	ClientType	
      tag	5	10	ClientVersion	
      tag	5	11	CommC	
      tag	5	12	CommCap	
      tag	5	13	ContactInfo	
      tag	5	14	ContainedvCard	
      tag	5	15	Country	
      tag	5	16	Crossing1	
      tag	5	17	Crossing2	
      tag	5	18	DevManufacturer	
      tag	5	19	DirectContent	
      tag	5	1A	FreeTextLocation	
      tag	5	1B	GeoLocation	
      tag	5	1C	Language	
      tag	5	1D	Latitude	
      tag	5	1E	Longitude	
      tag	5	1F	Model	
      tag	5	20	NamedArea	
      tag	5	21	OnlineStatus	
      tag	5	22	PLMN	
      tag	5	23	PrefC	
      tag	5	24	PreferredContacts	
      tag	5	25	PreferredLanguage	
      tag	5	26	PreferredContent	
      tag	5	27	PreferredvCard	
      tag	5	28	Registration	
      tag	5	29	StatusContent	
      tag	5	2A	StatusMood	
      tag	5	2B	StatusText	
      tag	5	2C	Street	
      tag	5	2D	TimeZone	
      tag	5	2E	UserAvailability	
      tag	5	2F	Cap	
      tag	5	30	Cname	
      tag	5	31	Contact	
      tag	5	32	Cpriority	
      tag	5	33	Cstatus	
      tag	5	34	Note	
      tag	5	35	Zone	
      tag	5	37	Inf_link	
      tag	5	38	InfoLink	
      tag	5	39	Link	
      tag	5	3A	Text	
      tag	6	5	BlockList	
      tag	6	6	BlockEntity-Request	
      tag	6	7	DeliveryMethod	
      tag	6	8	DeliveryReport	
      tag	6	9	DeliveryReport-Request	
      tag	6	A	ForwardMessage-Request	
      tag	6	B	GetBlockedList-Request	
      tag	6	C	GetBlockedList-Response	
      tag	6	D	GetMessageList-Request	
      tag	6	E	GetMessageList-Response	
      tag	6	F	GetMessage-Request	
      tag	6	10	GetMessage-Response	
      tag	6	11	GrantList	
      tag	6	12	MessageDelivered	
      tag	6	13	MessageInfo	
      tag	6	14	MessageNotification	
      tag	6	15	NewMessage	
      tag	6	16	RejectMessage-Request	
      tag	6	17	SendMessage-Request	
      tag	6	18	SendMessage-Response	
      tag	6	19	SetDeliveryMethod-Request	
      tag	6	1A	DeliveryTime	d
      tag	7	5	AddGroupMembers-Request	
      tag	7	6	Admin	
      tag	7	7	CreateGroup-Request	
      tag	7	8	DeleteGroup-Request	
      tag	7	9	GetGroupMembers-Request	
      tag	7	A	GetGroupMembers-Response	
      tag	7	B	GetGroupProps-Request	
      tag	7	C	GetGroupProps-Response	
      tag	7	D	GroupChangeNotice	
      tag	7	E	GroupProperties	
      tag	7	F	Joined	
      tag	7	10	JoinedRequest	
      tag	7	11	JoinGroup-Request	
      tag	7	12	JoinGroup-Response	
      tag	7	13	LeaveGroup-Request	
      tag	7	14	LeaveGroup-Response	
      tag	7	15	Left	
      tag	7	16	MemberAccess-Request	
      tag	7	17	Mod	
      tag	7	18	OwnProperties	
      tag	7	19	RejectList-Request	
      tag	7	1A	RejectList-Response	
      tag	7	1B	RemoveGroupMembers-Request	
      tag	7	1C	SetGroupProps-Request	
      tag	7	1D	SubscribeGroupNotice-Request	
      tag	7	1E	SubscribeGroupNotice-Response	
      tag	7	1F	Users	
      tag	7	20	WelcomeNote	
      tag	7	21	JoinGroup	
      tag	7	22	SubscribeNotification	
      tag	7	23	SubscribeType	
      tag	7	24	GetJoinedUsers-Request	
      tag	7	25	GetJoinedUsers-Response	
      tag	7	26	AdminMapList	
      tag	7	27	AdminMapping	
      tag	7	28	Mapping	
      tag	7	29	ModMapping	
      tag	7	2A	UserMapList	
      tag	7	2B	UserMapping	
      tag	8	5	MP	
      tag	8	6	GETAUT	
      tag	8	7	GETJU	
      tag	8	8	VRID	
      tag	8	9	VerifyIDFunc	
      tag	9	5	CIR	
      tag	9	6	Domain	
      tag	9	7	ExtBlock	
      tag	9	8	HistoryPeriod	i
      tag	9	9	IDList	
      tag	9	A	MaxWatcherList	i
      tag	9	B	ReactiveAuthState	
      tag	9	C	ReactiveAuthStatus	
      tag	9	D	ReactiveAuthStatusList	
      tag	9	E	Watcher	
      tag	9	F	WatcherStatus	
      tag	A	5	WV-CSP-VersionDiscovery-Request	
      tag	A	6	WV-CSP-VersionDiscovery-Response	
      tag	A	7	VersionList	
      attribute	0	5	xmlns	http://www.wireless-village.org/CSP
      attribute	0	6	xmlns	http://www.wireless-village.org/PA
      attribute	0	7	xmlns	http://www.wireless-village.org/TRC
      attribute	0	8	xmlns	http://www.openmobilealliance.org/DTD/WV-CSP
      attribute	0	9	xmlns	http://www.openmobilealliance.org/DTD/WV-PA
      attribute	0	A	xmlns	http://www.openmobilealliance.org/DTD/WV-TRC
      extension	0	AccessType
      extension	1	ActiveUsers
      extension	2	Admin
      extension	3	application/
      extension	4	application/vnd.wap.mms-message
      extension	5	application/x-sms
      extension	6	AutoJoin
      extension	7	BASE64
      extension	8	Closed
      extension	9	Default
      extension	A	DisplayName
      extension	B	F
      extension	C	G
      extension	D	GR
      extension	E	http://
      extension	F	https://
      extension	10	image/
      extension	11	Inband
      extension	12	IM
      extension	13	MaxActiveUsers
      extension	14	Mod
      extension	15	Name
      extension	16	None
      extension	17	N
      extension	18	Open
      extension	19	Outband
      extension	1A	PR
      extension	1B	Private
      extension	1C	PrivateMessaging
      extension	1D	PrivilegeLevel
      extension	1E	Public
      extension	1F	P
      extension	20	Request
      extension	21	Response
      extension	22	Restricted
      extension	23	ScreenName
      extension	24	Searchable
      extension	25	S
      extension	26	SC
      extension	27	text/
      extension	28	text/plain
      extension	29	text/x-vCalendar
      extension	2A	text/x-vCard
      extension	2B	Topic
      extension	2C	T
      extension	2D	Type
      extension	2E	U
      extension	2F	US
      extension	30	www.wireless-village.org
      extension	31	AutoDelete
      extension	32	GM
      extension	33	Validity
      extension	34	DENIED
      extension	35	GRANTED
      extension	36	PENDING
      extension	37	ShowID
      extension	3D	GROUP_ID
      extension	3E	GROUP_NAME
      extension	3F	GROUP_TOPIC
      extension	40	GROUP_USER_ID_JOINED
      extension	41	GROUP_USER_ID_OWNER
      extension	42	HTTP
      extension	43	SMS
      extension	44	STCP
      extension	45	SUDP
      extension	46	USER_ALIAS
      extension	47	USER_EMAIL_ADDRESS
      extension	48	USER_FIRST_NAME
      extension	49	USER_ID
      extension	4A	USER_LAST_NAME
      extension	4B	USER_MOBILE_NUMBER
      extension	4C	USER_ONLINE_STATUS
      extension	4D	WAPSMS
      extension	4E	WAPUDP
      extension	4F	WSP
      extension	50	GROUP_USER_ID_AUTOJOIN
      extension	5B	ANGRY
      extension	5C	ANXIOUS
      extension	5D	ASHAMED
      extension	5E	AUDIO_CALL
      extension	5F	AVAILABLE
      extension	60	BORED
      extension	61	CALL
      extension	62	CLI
      extension	63	COMPUTER
      extension	64	DISCREET
      extension	65	EMAIL
      extension	66	EXCITED
      extension	67	HAPPY
      extension	68	IM
      extension	69	IM_OFFLINE
      extension	6A	IM_ONLINE
      extension	6B	IN_LOVE
      extension	6C	INVINCIBLE
      extension	6D	JEALOUS
      extension	6E	MMS
      extension	6F	MOBILE_PHONE
      extension	70	NOT_AVAILABLE
      extension	71	OTHER
      extension	72	PDA
      extension	73	SAD
      extension	74	SLEEPY
      extension	75	SMS
      extension	76	VIDEO_CALL
      extension	77	VIDEO_STREAM
      """#)
}
