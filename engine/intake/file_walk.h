// Finds what is to be uploaded: the files under the paths that a person named, and what among them cannot be
// sent.
#pragma once

#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gantry {

struct FoundFile
{
    QString path; // absolute
    QString key;  // prefix + path relative to the parent of what was named
    qint64 size = 0;

    friend bool operator==(const FoundFile &, const FoundFile &) = default;
};

// A thing that was found and cannot be sent.
struct WalkProblem
{
    QString path; // for people; bytes that are no UTF-8 are shown as \xNN
    QString reason;

    friend bool operator==(const WalkProblem &, const WalkProblem &) = default;
};

struct WalkResult
{
    QList<FoundFile> files; // folders in the order of the bytes of their names, each file once
    QList<WalkProblem> problems;

    friend bool operator==(const WalkResult &, const WalkResult &) = default;
};

// Symbolic links to files are followed; those to folders only where they are themselves named. Device files,
// sockets and pipes are problems, so are links to nothing, unreadable things, names that are not UTF-8 or
// too long for a destination, and two files that would get the same key. Blocks on the disk: any thread but
// the main one.
class FileWalk
{
public:
    // `isStopped` is asked now and then, with how many files there are so far.
    using IsStopped = std::function<bool(qsizetype files)>;

    explicit FileWalk(const QString &prefix, IsStopped isStopped = {});
    ~FileWalk();
    FileWalk(const FileWalk &) = delete;
    FileWalk &operator=(const FileWalk &) = delete;

    void look(const std::string &path); // one that a person named; may be asked again and again
    const WalkResult &found() const;    // by now
    WalkResult take();                  // the end: nothing is kept

private:
    class Search;
    std::unique_ptr<Search> m_search;
};

// All of it at once.
WalkResult findFiles(const std::vector<std::string> &paths, const QString &prefix,
                     const FileWalk::IsStopped &isStopped = {});

// A prefix that can be put before keys: "a", "a/b" or "a/b/", but not "/a", "a//b" or "../a". Else the
// reason.
QString faultOfPrefix(const QString &prefix);

// "" or one that ends with a slash.
QString normalPrefix(const QString &prefix);

} // namespace gantry
