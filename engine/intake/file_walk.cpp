#include "engine/intake/file_walk.h"

#include "engine/core/key_length.h"
#include "engine/core/text.h"

#include <QSet>
#include <QStringDecoder>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace gantry {
namespace {

// Not QDir: it leaves out names that are not UTF-8 without a word.
std::optional<QString> textOf(const std::string &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

QString shownText(const std::string &bytes)
{
    if (const std::optional<QString> text = textOf(bytes))
        return *text;
    QString shown;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f)
            shown += QLatin1Char(c);
        else
            shown += QStringLiteral("\\x%1").arg(byte, 2, 16, QLatin1Char('0'));
    }
    return shown;
}

QString systemWords(int error)
{
    return QString::fromLocal8Bit(std::strerror(error));
}

QString kindOf(mode_t mode)
{
    if (S_ISSOCK(mode))
        return tr("it is a socket");
    if (S_ISFIFO(mode))
        return tr("it is a pipe");
    if (S_ISCHR(mode) || S_ISBLK(mode))
        return tr("it is a device");
    return tr("it is no regular file");
}

} // namespace

class FileWalk::Search
{
public:
    Search(const QString &prefix, IsStopped isStopped)
        : m_prefix(normalPrefix(prefix))
        , m_isStopped(std::move(isStopped))
    {}

    void begin(const std::string &named)
    {
        std::error_code error;
        std::filesystem::path path = std::filesystem::absolute(named, error).lexically_normal();
        // A path with a NUL would name what lies before it.
        if (named.empty() || named.find('\0') != std::string::npos || error) {
            addProblem(named, tr("there is no such file"));
            return;
        }
        if (!path.has_filename()) // "folder/"
            path = path.parent_path();
        const std::string parent = path.parent_path().string();
        m_parentLength =
            path.has_filename() ? parent.size() + (parent.ends_with('/') ? 0 : 1) : path.string().size();
        visit(path.string(), true);
        while (!m_folders.empty() && !isStopped()) {
            const std::string folder = std::move(m_folders.back());
            m_folders.pop_back();
            list(folder);
        }
        m_folders.clear();
    }

    const WalkResult &found() const { return m_result; }
    WalkResult take() { return std::move(m_result); }

private:
    bool isStopped() const { return m_isStopped && m_isStopped(m_result.files.size()); }

    void addProblem(const std::string &path, const QString &reason)
    {
        m_result.problems.append({shownText(path), reason});
    }

    void visit(const std::string &path, bool isNamed)
    {
        struct stat facts
        {};
        if (::lstat(path.c_str(), &facts) != 0) {
            addProblem(path, errno == ENOENT ? tr("there is no such file") : systemWords(errno));
            return;
        }
        const bool isLink = S_ISLNK(facts.st_mode);
        if (isLink && ::stat(path.c_str(), &facts) != 0) {
            addProblem(path, errno == ENOENT ? tr("a link to something that is not there")
                                             : tr("a link that leads nowhere: %1").arg(systemWords(errno)));
            return;
        }
        if (S_ISDIR(facts.st_mode)) {
            if (!isLink || isNamed)
                m_folders.push_back(path);
            return;
        }
        if (!S_ISREG(facts.st_mode)) {
            addProblem(path, kindOf(facts.st_mode));
            return;
        }
        if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) {
            addProblem(path, tr("it cannot be read: %1").arg(systemWords(errno)));
            return;
        }
        addFile(path, facts.st_size);
    }

    void addFile(const std::string &path, qint64 size)
    {
        const std::optional<QString> text = textOf(path);
        const std::optional<QString> relative = textOf(path.substr(m_parentLength));
        if (!text || !relative) {
            addProblem(path, tr("its name is not UTF-8"));
            return;
        }
        const FoundFile file{*text, m_prefix + *relative, size};
        if (m_paths.contains(file.path))
            return;
        if (file.key.toUtf8().size() > longestKey) {
            addProblem(path, tr("its name at the destination would be longer than %1 bytes").arg(longestKey));
            return;
        }
        if (m_keys.contains(file.key)) {
            addProblem(path, tr("another of these files would get the same name, %1").arg(file.key));
            return;
        }
        m_paths.insert(file.path);
        m_keys.insert(file.key);
        m_result.files.append(file);
    }

    void list(const std::string &folder)
    {
        const std::unique_ptr<DIR, int (*)(DIR *)> directory(::opendir(folder.c_str()), ::closedir);
        if (!directory) {
            addProblem(folder, tr("the folder cannot be read: %1").arg(systemWords(errno)));
            return;
        }
        std::vector<std::string> names;
        errno = 0;
        while (const dirent *entry = ::readdir(directory.get())) {
            const std::string name = entry->d_name;
            if (name != "." && name != "..")
                names.push_back(name);
            errno = 0;
        }
        if (errno != 0)
            addProblem(folder, tr("the folder cannot be read to its end: %1").arg(systemWords(errno)));
        std::sort(names.begin(), names.end());
        const std::string base = folder.ends_with('/') ? folder : folder + '/';
        const size_t waiting = m_folders.size();
        for (const std::string &name : names) {
            if (isStopped())
                return;
            visit(base + name, false);
        }
        // Taken from the end: turned round, so that the first one comes first.
        std::reverse(m_folders.begin() + static_cast<std::ptrdiff_t>(waiting), m_folders.end());
    }

    QString m_prefix;
    IsStopped m_isStopped;
    size_t m_parentLength = 0;
    std::vector<std::string> m_folders; // not listed yet, the next one last
    QSet<QString> m_paths;
    QSet<QString> m_keys;
    WalkResult m_result;
};

FileWalk::FileWalk(const QString &prefix, IsStopped isStopped)
    : m_search(std::make_unique<Search>(prefix, std::move(isStopped)))
{}

FileWalk::~FileWalk() = default;

void FileWalk::look(const std::string &path)
{
    m_search->begin(path);
}

const WalkResult &FileWalk::found() const
{
    return m_search->found();
}

WalkResult FileWalk::take()
{
    return m_search->take();
}

WalkResult findFiles(const std::vector<std::string> &paths, const QString &prefix,
                     const FileWalk::IsStopped &isStopped)
{
    FileWalk walk(prefix, isStopped);
    for (const std::string &path : paths)
        walk.look(path);
    return walk.take();
}

QString normalPrefix(const QString &prefix)
{
    return prefix.isEmpty() || prefix.endsWith(QLatin1Char('/')) ? prefix : prefix + QLatin1Char('/');
}

QString faultOfPrefix(const QString &prefix)
{
    if (prefix.isEmpty())
        return {};
    QStringList segments = prefix.split(QLatin1Char('/'));
    if (segments.size() > 1 && segments.last().isEmpty())
        segments.removeLast();
    for (const QString &segment : segments)
        if (segment.isEmpty() || segment == QLatin1String(".") || segment == QLatin1String(".."))
            return tr("a prefix neither begins with a slash nor has empty parts, . or ..");
    return {};
}

} // namespace gantry
