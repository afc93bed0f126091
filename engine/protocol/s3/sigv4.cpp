#include "engine/protocol/s3/sigv4.h"

#include "engine/hashing/digests.h"

#include <QDateTime>
#include <QTimeZone>
#include <QUrl>

#include <algorithm>
#include <utility>
#include <vector>

namespace gantry::s3 {
namespace {

const QByteArray algorithm = QByteArrayLiteral("AWS4-HMAC-SHA256");

using Pair = std::pair<QByteArray, QByteArray>;

QByteArray timeStamp(qint64 wallMs)
{
    return QDateTime::fromMSecsSinceEpoch(wallMs, QTimeZone::utc())
        .toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"))
        .toLatin1();
}

QByteArray scopeOf(const QByteArray &stamp, const QByteArray &region)
{
    return stamp.left(8) + '/' + region + "/s3/aws4_request";
}

// Sorted by name, then by value; joining first would put "a-b" before "a".
QByteArray canonicalQuery(const QByteArray &query)
{
    std::vector<Pair> pairs;
    const QList<QByteArray> entries = query.isEmpty() ? QList<QByteArray>() : query.split('&');
    for (const QByteArray &entry : entries) {
        const qsizetype equals = entry.indexOf('=');
        pairs.emplace_back(equals < 0 ? entry : entry.left(equals),
                           equals < 0 ? QByteArray() : entry.mid(equals + 1));
    }
    std::sort(pairs.begin(), pairs.end());
    QByteArray text;
    for (const auto &[name, value] : pairs)
        text += (text.isEmpty() ? "" : "&") + name + '=' + value;
    return text;
}

struct UrlPieces
{
    QByteArray host; // with its port where that is not the scheme's own
    QByteArray path;
    QByteArray query;
};

// By hand: what is signed has to be what goes out, to the byte.
UrlPieces piecesOf(const QByteArray &url)
{
    const qsizetype begin = url.indexOf("://") + 3;
    const qsizetype slash = url.indexOf('/', begin);
    const qsizetype mark = url.indexOf('?', begin);
    const qsizetype pathEnd = mark < 0 ? url.size() : mark;
    UrlPieces pieces;
    const bool hasPath = slash >= 0 && slash < pathEnd;
    pieces.host = url.mid(begin, (hasPath ? slash : pathEnd) - begin).toLower();
    for (const auto &[scheme, port] : {Pair("http://", ":80"), Pair("https://", ":443")})
        if (url.startsWith(scheme) && pieces.host.endsWith(port))
            pieces.host.chop(port.size());
    pieces.path = hasPath ? url.mid(slash, pathEnd - slash) : QByteArray("/");
    pieces.query = mark < 0 ? QByteArray() : url.mid(mark + 1);
    return pieces;
}

struct SignedHeaders
{
    QByteArray names; // "host;x-amz-date"
    QByteArray lines; // one each, ended by a line feed
};

SignedHeaders canonicalHeaders(const HttpHeaders &headers, const QByteArray &host)
{
    std::vector<Pair> pairs{{"host", host}};
    for (const HttpHeader &header : headers)
        pairs.emplace_back(header.name.toLower(), header.value.simplified());
    std::sort(pairs.begin(), pairs.end());
    SignedHeaders made;
    for (const auto &[name, value] : pairs) {
        made.names += (made.names.isEmpty() ? "" : ";") + name;
        made.lines += name + ':' + value + '\n';
    }
    return made;
}

QByteArray signatureOf(const QByteArray &canonicalRequest, const Credentials &credentials,
                       const QByteArray &region, const QByteArray &stamp)
{
    const QByteArray text = algorithm + '\n' + stamp + '\n' + scopeOf(stamp, region) + '\n' +
                            digestOf(DigestKind::Sha256, canonicalRequest).toHex();
    QByteArray key = "AWS4" + credentials.secretKey;
    for (const QByteArray &step :
         {stamp.left(8), region, QByteArrayLiteral("s3"), QByteArrayLiteral("aws4_request")})
        key = hmacSha256(key, step);
    return hmacSha256(key, text).toHex();
}

} // namespace

void sign(HttpCall &call, const Credentials &credentials, const QByteArray &region,
          const QByteArray &payloadHash, qint64 wallMs)
{
    const QByteArray stamp = timeStamp(wallMs);
    call.headers.append(HttpHeader{"x-amz-content-sha256", payloadHash});
    call.headers.append(HttpHeader{"x-amz-date", stamp});
    if (!credentials.sessionToken.isEmpty())
        call.headers.append(HttpHeader{"x-amz-security-token", credentials.sessionToken});
    const UrlPieces pieces = piecesOf(call.url);
    const SignedHeaders headers = canonicalHeaders(call.headers, pieces.host);
    const QByteArray request = toName(call.method) + '\n' + pieces.path + '\n' +
                               canonicalQuery(pieces.query) + '\n' + headers.lines + '\n' + headers.names +
                               '\n' + payloadHash;
    call.headers.append(
        HttpHeader{"Authorization", algorithm + " Credential=" + credentials.accessKey + '/' +
                                        scopeOf(stamp, region) + ",SignedHeaders=" + headers.names +
                                        ",Signature=" + signatureOf(request, credentials, region, stamp)});
}

QByteArray presigned(HttpMethod method, const QByteArray &url, const HttpHeaders &headers,
                     const Credentials &credentials, const QByteArray &region, std::chrono::seconds lifetime,
                     qint64 wallMs)
{
    const QByteArray stamp = timeStamp(wallMs);
    const UrlPieces pieces = piecesOf(url);
    const SignedHeaders names = canonicalHeaders(headers, pieces.host);
    QByteArray query = pieces.query.isEmpty() ? QByteArray() : pieces.query + '&';
    query += "X-Amz-Algorithm=" + algorithm +
             "&X-Amz-Credential=" + uriEncoded(credentials.accessKey + '/' + scopeOf(stamp, region)) +
             "&X-Amz-Date=" + stamp + "&X-Amz-Expires=" + QByteArray::number(qint64(lifetime.count()));
    if (!credentials.sessionToken.isEmpty())
        query += "&X-Amz-Security-Token=" + uriEncoded(credentials.sessionToken);
    query += "&X-Amz-SignedHeaders=" + uriEncoded(names.names);
    const QByteArray request = toName(method) + '\n' + pieces.path + '\n' + canonicalQuery(query) + '\n' +
                               names.lines + '\n' + names.names + '\n' + unsignedPayload;
    const qsizetype mark = url.indexOf('?');
    return url.left(mark < 0 ? url.size() : mark) + '?' + query +
           "&X-Amz-Signature=" + signatureOf(request, credentials, region, stamp);
}

QByteArray uriEncoded(QByteArrayView bytes)
{
    return bytes.toByteArray().toPercentEncoding();
}

QByteArray uriEncodedPath(QByteArrayView bytes)
{
    return bytes.toByteArray().toPercentEncoding("/");
}

} // namespace gantry::s3
