// Apache Lucene on the simplified question, two ways:
//   band      documents ordered by latitude (candidates: by reach class, then latitude), postings of the occupations cut
//             to the band that can be within reach, one packed doc value a document, behind a long of longitude and
//             licences that spares most of its reads;
//   latlon    the same documents, found by a BooleanQuery of occupations and a LatLonPoint box.
// Neither keeps a query cache; both score in a collector of their own, in integers, from the packed doc value.
//
//   java -cp … LucenePeer DATA WORK MODE(band|latlon) DIRECTION(suggest|shortlist) STRIDE THREADS OUT
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LatLonPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.geo.Rectangle;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;

public final class LucenePeer {
  static final int TOP = 20;
  static final double EARTH_METRES = 6371008.8, UNIT = 1073741824.0;
  static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

  /** The flat files. */
  static final class Data {
    final int[] candidateXyz, candidateLicences, practisedOffsets, practisedOccupation, practisedMonths, itemOffsets, item;
    final int[] offerXyz, offerOccupation, offerLicences, asked, sum, weights, requirementOffsets, requirementItem, requirementWeight;
    final int[] relatedOffsets, relatedFrom, relatedPoints;
    final long[] reach;
    final double[] candidateLatlon, offerLatlon;
    final int candidates, offers, occupations, items;
    final int[][] reachable, reachablePoints;  // by practised occupation: the offers' occupations it opens

    Data(Path d) throws IOException {
      candidateXyz = ints(d, "candidates.xyz");
      candidateLicences = ints(d, "candidates.licences");
      practisedOffsets = ints(d, "practised.offsets");
      practisedOccupation = ints(d, "practised.occupation");
      practisedMonths = ints(d, "practised.months");
      itemOffsets = ints(d, "items.offsets");
      item = ints(d, "items.item");
      offerXyz = ints(d, "offers.xyz");
      offerOccupation = ints(d, "offers.occupation");
      offerLicences = ints(d, "offers.licences");
      asked = ints(d, "offers.asked_months");
      sum = ints(d, "offers.sum_weights");
      weights = ints(d, "offers.weights");
      requirementOffsets = ints(d, "requirements.offsets");
      requirementItem = ints(d, "requirements.item");
      requirementWeight = ints(d, "requirements.weight");
      relatedOffsets = ints(d, "related.offsets");
      relatedFrom = ints(d, "related.from");
      relatedPoints = ints(d, "related.points");
      ByteBuffer bytes = read(d.resolve("candidates.reach.i64"));
      reach = new long[bytes.remaining() / 8];
      bytes.asLongBuffer().get(reach);
      candidateLatlon = doubles(d, "candidates.latlon");
      offerLatlon = doubles(d, "offers.latlon");
      candidates = reach.length;
      offers = offerOccupation.length;
      occupations = relatedOffsets.length - 1;
      items = 1 + Math.max(Arrays.stream(item).max().orElse(0), Arrays.stream(requirementItem).max().orElse(0));
      List<List<int[]>> opens = new ArrayList<>();
      for (int i = 0; i < occupations; i++) opens.add(new ArrayList<>());
      for (int to = 0; to < occupations; to++)
        for (int r = relatedOffsets[to]; r < relatedOffsets[to + 1]; r++) opens.get(relatedFrom[r]).add(new int[] {to, relatedPoints[r]});
      reachable = new int[occupations][];
      reachablePoints = new int[occupations][];
      for (int from = 0; from < occupations; from++) {
        reachable[from] = opens.get(from).stream().mapToInt(a -> a[0]).toArray();
        reachablePoints[from] = opens.get(from).stream().mapToInt(a -> a[1]).toArray();
      }
    }

    static ByteBuffer read(Path path) throws IOException {
      return ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    }
    static int[] ints(Path d, String name) throws IOException {
      ByteBuffer bytes = read(d.resolve(name + ".i32"));
      int[] values = new int[bytes.remaining() / 4];
      bytes.asIntBuffer().get(values);
      return values;
    }
    static double[] doubles(Path d, String name) throws IOException {
      ByteBuffer bytes = read(d.resolve(name + ".f64"));
      double[] values = new double[bytes.remaining() / 8];
      bytes.asDoubleBuffer().get(values);
      return values;
    }
  }

  /** Great-circle angle of a squared chord, with a margin: for prefilters only. */
  static double radians(long squaredChord) {
    return 2 * Math.asin(Math.min(1.0, Math.sqrt((double) squaredChord) / (2 * UNIT))) * 1.0005 + 1e-6;
  }
  static double degrees(long squaredChord) { return Math.toDegrees(radians(squaredChord)); }
  static double metres(long squaredChord) { return radians(squaredChord) * EARTH_METRES; }

  /** Longitude in 10⁻⁴ degrees above the licences: enough to leave most documents of a band unread. */
  static long near(double longitude, int licences) { return (long) Math.floor(longitude * 1e4) << 16 | licences; }

  static BytesRef term(int occupation) { return new BytesRef(Integer.toString(occupation)); }

  /** An index in one segment, with what the band way keeps beside it: latitudes by document. */
  static final class Index {
    final DirectoryReader reader;
    final LeafReader leaf;
    final double[] latitude;       // by document: ascending within a class
    final int[] classStart;        // documents of class k: [classStart[k], classStart[k+1])
    final long[] classReach;       // the largest reach within a class
    final TermState[] states;      // by occupation, null without documents

    Index(Path path, Data data, double[] latitude, int[] classStart, long[] classReach) throws IOException {
      this.latitude = latitude;
      this.classStart = classStart;
      this.classReach = classReach;
      reader = DirectoryReader.open(new MMapDirectory(path));
      if (reader.leaves().size() != 1) throw new IllegalStateException("one segment is expected");
      leaf = reader.leaves().get(0).reader();
      states = new TermState[data.occupations];
      TermsEnum terms = leaf.terms("occupation").iterator();
      for (int o = 0; o < data.occupations; o++) if (terms.seekExact(term(o))) states[o] = terms.termState();
    }

    /** First document of class k at or above this latitude. */
    int firstAt(int k, double degrees) {
      int low = classStart[k], high = classStart[k + 1];
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (latitude[middle] < degrees) low = middle + 1;
        else high = middle;
      }
      return low;
    }
  }

  static IndexWriter writer(Path path) throws IOException {
    if (Files.exists(path)) try (Directory old = new MMapDirectory(path)) { for (String f : old.listAll()) old.deleteFile(f); }
    IndexWriterConfig config = new IndexWriterConfig(null);
    config.setRAMBufferSizeMB(1024);
    config.setUseCompoundFile(false);
    return new IndexWriter(new MMapDirectory(path), config);
  }

  // Packed offer: id x y z sum (int) · occupation licences asked w0 w1 w2 n (char) · n × (item weight) (int).
  static final int O_HEAD = 20, O_ROW = O_HEAD + 14;

  static Index indexOffers(Path path, Data d) throws IOException {
    Integer[] order = new Integer[d.offers];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(d.offerLatlon[2 * a], d.offerLatlon[2 * b]));
    double[] latitude = new double[d.offers];
    try (IndexWriter writer = writer(path)) {
      for (int doc = 0; doc < d.offers; doc++) {
        int o = order[doc];
        latitude[doc] = d.offerLatlon[2 * o];
        int from = d.requirementOffsets[o], n = d.requirementOffsets[o + 1] - from;
        ByteBuffer row = ByteBuffer.allocate(O_ROW + 8 * n).order(ByteOrder.LITTLE_ENDIAN);
        row.putInt(o).putInt(d.offerXyz[3 * o]).putInt(d.offerXyz[3 * o + 1]).putInt(d.offerXyz[3 * o + 2]).putInt(d.sum[o]);
        row.putChar((char) d.offerOccupation[o]).putChar((char) d.offerLicences[o]).putChar((char) d.asked[o]);
        for (int i = 0; i < 3; i++) row.putChar((char) d.weights[3 * o + i]);
        row.putChar((char) n);
        for (int r = from; r < from + n; r++) row.putInt(d.requirementItem[r]).putInt(d.requirementWeight[r]);
        Document document = new Document();
        document.add(new StringField("occupation", term(d.offerOccupation[o]), Field.Store.NO));
        document.add(new LatLonPoint("at", d.offerLatlon[2 * o], d.offerLatlon[2 * o + 1]));
        document.add(new NumericDocValuesField("near", near(d.offerLatlon[2 * o + 1], d.offerLicences[o])));
        document.add(new BinaryDocValuesField("row", new BytesRef(row.array())));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    return new Index(path, d, latitude, new int[] {0, d.offers}, new long[] {0});
  }

  // Packed candidate: id x y z (int) · reach (long) · licences p n (char) · p × (occupation months) (char) · n × item (int).
  static final int C_HEAD = 24, C_ROW = C_HEAD + 6;
  static final double[] CLASS_KM = {5, 10, 15, 20, 30, 45, 70, 1e9};  // great circle

  static Index indexCandidates(Path path, Data d) throws IOException {
    int[] classOf = new int[d.candidates];
    long[] classReach = new long[CLASS_KM.length];
    for (int c = 0; c < d.candidates; c++) {
      double km = metres(d.reach[c]) / 1000;
      while (km > CLASS_KM[classOf[c]]) classOf[c]++;
      classReach[classOf[c]] = Math.max(classReach[classOf[c]], d.reach[c]);
    }
    Integer[] order = new Integer[d.candidates];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> classOf[a] != classOf[b] ? classOf[a] - classOf[b] : Double.compare(d.candidateLatlon[2 * a], d.candidateLatlon[2 * b]));
    double[] latitude = new double[d.candidates];
    int[] classStart = new int[CLASS_KM.length + 1];
    try (IndexWriter writer = writer(path)) {
      for (int doc = 0; doc < d.candidates; doc++) {
        int c = order[doc];
        latitude[doc] = d.candidateLatlon[2 * c];
        classStart[classOf[c] + 1]++;
        int p0 = d.practisedOffsets[c], p = d.practisedOffsets[c + 1] - p0, i0 = d.itemOffsets[c], n = d.itemOffsets[c + 1] - i0;
        ByteBuffer row = ByteBuffer.allocate(C_ROW + 4 * p + 4 * n).order(ByteOrder.LITTLE_ENDIAN);
        row.putInt(c).putInt(d.candidateXyz[3 * c]).putInt(d.candidateXyz[3 * c + 1]).putInt(d.candidateXyz[3 * c + 2]).putLong(d.reach[c]);
        row.putChar((char) d.candidateLicences[c]).putChar((char) p).putChar((char) n);
        Document document = new Document();
        for (int i = p0; i < p0 + p; i++) {
          row.putChar((char) d.practisedOccupation[i]).putChar((char) d.practisedMonths[i]);
          document.add(new StringField("occupation", term(d.practisedOccupation[i]), Field.Store.NO));
        }
        for (int i = i0; i < i0 + n; i++) row.putInt(d.item[i]);
        document.add(new LatLonPoint("at", d.candidateLatlon[2 * c], d.candidateLatlon[2 * c + 1]));
        document.add(new NumericDocValuesField("near", near(d.candidateLatlon[2 * c + 1], d.candidateLicences[c])));
        document.add(new BinaryDocValuesField("row", new BytesRef(row.array())));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    for (int k = 0; k < CLASS_KM.length; k++) classStart[k + 1] += classStart[k];
    return new Index(path, d, latitude, classStart, classReach);
  }

  /** The best TOP of what is offered: score descending, id ascending. */
  static final class Best {
    final long[] keys = new long[TOP];  // ascending
    int size;
    void clear() { size = 0; }
    /** Whether a line of at most this score could still enter. */
    boolean open(int score) { return size < TOP || score >= (int) (keys[0] >>> 32); }
    void offer(int score, int id) {
      long key = ((long) score << 32) | (0xFFFFFFFFL - id);
      int at;
      if (size < TOP) {
        at = size++;
        while (at > 0 && keys[at - 1] > key) { keys[at] = keys[at - 1]; at--; }
      } else {
        if (key < keys[0]) return;
        at = 0;
        while (at + 1 < TOP && keys[at + 1] < key) { keys[at] = keys[at + 1]; at++; }
      }
      keys[at] = key;
    }
    void print(int query, StringBuilder out) {
      for (int i = size - 1; i >= 0; i--)
        out.append(query).append(',').append(0xFFFFFFFFL - (keys[i] & 0xFFFFFFFFL)).append(',').append(keys[i] >>> 32).append('\n');
    }
  }

  /** One thread's state for one direction. */
  abstract static class Worker {
    final Data d;
    final Index index;
    final Best best = new Best();
    final BinaryDocValues rows;
    final TermsEnum terms;
    final IndexSearcher searcher;
    final boolean band;
    final NumericDocValues near;
    PostingsEnum postings;
    int x, y, z;
    long west, east;  // of the band's box, as near() counts

    Worker(Data d, Index index, boolean band) throws IOException {
      this.d = d;
      this.index = index;
      this.band = band;
      rows = index.leaf.getBinaryDocValues("row");
      near = index.leaf.getNumericDocValues("near");
      terms = index.leaf.terms("occupation").iterator();
      searcher = new IndexSearcher(index.reader);
      searcher.setQueryCache(null);
    }
    abstract void answer(int query) throws IOException;

    void box(double latitude, double longitude, double margin) {
      double widest = Math.abs(latitude) + margin;
      double half = widest > 89 ? 360 : margin / Math.cos(Math.toRadians(widest)) * 1.01 + 1e-3;
      west = (long) Math.floor((longitude - half) * 1e4);
      east = (long) Math.floor((longitude + half) * 1e4);
    }
    /** Whether the document's longitude lies in the box, and its licences: -1 when not. */
    int licencesWithin(int doc) throws IOException {
      near.advanceExact(doc);
      long value = near.longValue(), longitude = value >> 16;
      return longitude < west || longitude > east ? -1 : (int) (value & 0xFFFF);
    }
    /** Every document has a row: such doc values are read in any order. */
    BytesRef row(int doc) throws IOException {
      rows.advanceExact(doc);
      return rows.binaryValue();
    }
    long chord(byte[] a, int at) {
      long dx = (int) INT.get(a, at) - x, dy = (int) INT.get(a, at + 4) - y, dz = (int) INT.get(a, at + 8) - z;
      return dx * dx + dy * dy + dz * dz;
    }
    PostingsEnum postings(int occupation) throws IOException {
      terms.seekExact(term(occupation), index.states[occupation]);
      return postings = terms.postings(postings, PostingsEnum.NONE);
    }
    void search(int[] occupations, int n, double latitude, double longitude, double metres) throws IOException {
      List<BytesRef> any = new ArrayList<>(n);
      for (int i = 0; i < n; i++) any.add(term(occupations[i]));
      // The box of the circle: the collector tests the circle in integers, and a distance query costs half a millisecond
      // before its first document.
      Rectangle box = Rectangle.fromPointDistance(latitude, longitude, metres);
      Query query = new BooleanQuery.Builder()
          .add(new TermInSetQuery("occupation", any), BooleanClause.Occur.FILTER)
          .add(LatLonPoint.newBoxQuery("at", box.minLat, box.maxLat, box.minLon, box.maxLon), BooleanClause.Occur.FILTER)
          .build();
      searcher.search(query, new SimpleCollector() {
        BinaryDocValues forward;
        @Override protected void doSetNextReader(LeafReaderContext context) throws IOException { forward = context.reader().getBinaryDocValues("row"); }
        @Override public void collect(int doc) throws IOException {
          forward.advanceExact(doc);
          consider(forward.binaryValue());
        }
        @Override public ScoreMode scoreMode() { return ScoreMode.COMPLETE_NO_SCORES; }
      });
    }
    abstract void consider(BytesRef row);
  }

  static final class Suggest extends Worker {
    final byte[] held;
    final int[] relation, months, reached;
    long reach;
    int licences;

    Suggest(Data d, Index index, boolean band) throws IOException {
      super(d, index, band);
      held = new byte[d.items];
      relation = new int[d.occupations];
      months = new int[d.occupations];
      reached = new int[d.occupations];
    }
    @Override void answer(int c) throws IOException {
      best.clear();
      x = d.candidateXyz[3 * c];
      y = d.candidateXyz[3 * c + 1];
      z = d.candidateXyz[3 * c + 2];
      reach = d.reach[c];
      licences = d.candidateLicences[c];
      for (int i = d.itemOffsets[c]; i < d.itemOffsets[c + 1]; i++) held[d.item[i]] = 1;
      int n = 0;
      for (int p = d.practisedOffsets[c]; p < d.practisedOffsets[c + 1]; p++) {
        int from = d.practisedOccupation[p];
        months[from] = d.practisedMonths[p];
        int[] to = d.reachable[from], points = d.reachablePoints[from];
        for (int i = 0; i < to.length; i++) {
          if (index.states[to[i]] == null) continue;
          if (relation[to[i]] == 0) reached[n++] = to[i];
          if (points[i] > relation[to[i]]) relation[to[i]] = points[i];
        }
      }
      double latitude = d.candidateLatlon[2 * c], margin = degrees(reach);
      if (band) {
        // The closest occupation first, so that the cut by the 20th bites early.
        box(latitude, d.candidateLatlon[2 * c + 1], margin);
        int first = index.firstAt(0, latitude - margin), last = index.firstAt(0, latitude + margin);
        for (int i = 0; i < n; i++) {
          int closest = i;
          for (int j = i + 1; j < n; j++) if (relation[reached[j]] > relation[reached[closest]]) closest = j;
          int occupation = reached[closest];
          reached[closest] = reached[i];
          reached[i] = occupation;
          PostingsEnum documents = postings(occupation);
          for (int doc = documents.advance(first); doc < last; doc = documents.nextDoc()) {
            int asked = licencesWithin(doc);
            if (asked >= 0 && (asked & ~licences) == 0) consider(row(doc));
          }
        }
      } else {
        search(reached, n, latitude, d.candidateLatlon[2 * c + 1], metres(reach));
      }
      for (int i = 0; i < n; i++) relation[reached[i]] = 0;
      for (int p = d.practisedOffsets[c]; p < d.practisedOffsets[c + 1]; p++) months[d.practisedOccupation[p]] = 0;
      for (int i = d.itemOffsets[c]; i < d.itemOffsets[c + 1]; i++) held[d.item[i]] = 0;
    }
    @Override void consider(BytesRef row) {
      byte[] a = row.bytes;
      int at = row.offset;
      if (chord(a, at + 4) > reach) return;
      int head = at + O_HEAD;
      if (((char) CHAR.get(a, head + 2) & ~licences) != 0) return;
      int occupation = (char) CHAR.get(a, head), asked = (char) CHAR.get(a, head + 4);
      int score = (char) CHAR.get(a, head + 6) * relation[occupation] / 10_000;
      if (asked != 0) score += (char) CHAR.get(a, head + 10) * (Math.min(months[occupation], asked) * 10_000 / asked) / 10_000;
      int competences = (char) CHAR.get(a, head + 8);
      if (!best.open(score + competences)) return;
      if (competences != 0) {
        long met = 0;
        int end = at + row.length;
        for (int r = at + O_ROW; r < end; r += 8) met += (long) held[(int) INT.get(a, r)] * (int) INT.get(a, r + 4);
        score += competences * (int) (met * 10_000 / (int) INT.get(a, at + 16)) / 10_000;
      }
      best.offer(score, (int) INT.get(a, at));
    }
  }

  static final class Shortlist extends Worker {
    final int[] relation, weight;
    final int[] froms;
    int o, n, licences, current;  // current: the occupation whose postings are read, -1 = all at once

    Shortlist(Data d, Index index, boolean band) throws IOException {
      super(d, index, band);
      relation = new int[d.occupations];
      weight = new int[d.items];
      froms = new int[d.occupations];
    }
    @Override void answer(int offer) throws IOException {
      best.clear();
      o = offer;
      x = d.offerXyz[3 * o];
      y = d.offerXyz[3 * o + 1];
      z = d.offerXyz[3 * o + 2];
      licences = d.offerLicences[o];
      int to = d.offerOccupation[o];
      n = 0;
      for (int r = d.relatedOffsets[to]; r < d.relatedOffsets[to + 1]; r++) {
        int from = d.relatedFrom[r];
        if (index.states[from] == null) continue;
        relation[from] = d.relatedPoints[r];
        froms[n++] = from;
      }
      for (int r = d.requirementOffsets[o]; r < d.requirementOffsets[o + 1]; r++) weight[d.requirementItem[r]] = d.requirementWeight[r];
      double latitude = d.offerLatlon[2 * o];
      if (band) {
        for (int i = 0; i < n; i++) {
          int closest = i;
          for (int j = i + 1; j < n; j++) if (relation[froms[j]] > relation[froms[closest]]) closest = j;
          current = froms[closest];
          froms[closest] = froms[i];
          froms[i] = current;
          // The best that anybody of this occupation could reach.
          int bound = d.weights[3 * o] * relation[current] / 10_000 + d.weights[3 * o + 1] + d.weights[3 * o + 2];
          if (!best.open(bound)) continue;
          PostingsEnum documents = postings(current);
          int doc = documents.nextDoc();
          for (int k = 0; k + 1 < index.classStart.length && doc != DocIdSetIterator.NO_MORE_DOCS; k++) {
            double margin = degrees(index.classReach[k]);
            int first = index.firstAt(k, latitude - margin), last = index.firstAt(k, latitude + margin);
            if (first >= last) continue;
            box(latitude, d.offerLatlon[2 * o + 1], margin);
            if (doc < first) doc = documents.advance(first);
            for (; doc < last; doc = documents.nextDoc()) {
              int held = licencesWithin(doc);
              if (held >= 0 && (licences & ~held) == 0) consider(row(doc));
            }
          }
        }
      } else {
        current = -1;
        long furthest = 0;
        for (long reach : index.classReach) furthest = Math.max(furthest, reach);
        search(froms, n, latitude, d.offerLatlon[2 * o + 1], metres(furthest));
      }
      for (int i = 0; i < n; i++) relation[froms[i]] = 0;
      for (int r = d.requirementOffsets[o]; r < d.requirementOffsets[o + 1]; r++) weight[d.requirementItem[r]] = 0;
    }
    @Override void consider(BytesRef row) {
      byte[] a = row.bytes;
      int at = row.offset;
      if (chord(a, at + 4) > (long) LONG.get(a, at + 16)) return;
      int head = at + C_HEAD;
      if ((licences & ~(char) CHAR.get(a, head)) != 0) return;
      int p = (char) CHAR.get(a, head + 2), closest = 0, from = -1, months = 0;
      for (int i = 0; i < p; i++) {
        int practised = (char) CHAR.get(a, at + C_ROW + 4 * i);
        if (relation[practised] > closest) {
          closest = relation[practised];
          from = practised;
        }
        if (practised == d.offerOccupation[o]) months = (char) CHAR.get(a, at + C_ROW + 4 * i + 2);
      }
      if (current >= 0 && from != current) return;  // met under another of the person's occupations
      int score = d.weights[3 * o] * closest / 10_000, asked = d.asked[o], competences = d.weights[3 * o + 1];
      if (asked != 0) score += d.weights[3 * o + 2] * (Math.min(months, asked) * 10_000 / asked) / 10_000;
      if (!best.open(score + competences)) return;
      if (competences != 0) {
        long met = 0;
        int end = at + row.length;
        for (int i = at + C_ROW + 4 * p; i < end; i += 4) met += weight[(int) INT.get(a, i)];
        score += competences * (int) (met * 10_000 / d.sum[o]) / 10_000;
      }
      best.offer(score, (int) INT.get(a, at));
    }
  }

  interface Maker { Worker make() throws IOException; }

  /** All queries of the sample by so many threads, the lists printed into memory: seconds of wall time, and of processor time. */
  static double[] batch(Maker maker, int n, int stride, int threads, String[] lists) throws Exception {
    AtomicInteger next = new AtomicInteger();
    int queries = (n + stride - 1) / stride;
    Thread[] pool = new Thread[threads];
    Exception[] failed = new Exception[1];
    AtomicLong processor = new AtomicLong();
    Worker[] workers = new Worker[threads];
    for (int t = 0; t < threads; t++) workers[t] = maker.make();
    long start = System.nanoTime();
    for (int t = 0; t < threads; t++) {
      Worker worker = workers[t];
      pool[t] = new Thread(() -> {
        StringBuilder out = new StringBuilder();
        try {
          for (int begin = next.getAndAdd(16); begin < queries; begin = next.getAndAdd(16)) {
            for (int q = begin; q < Math.min(begin + 16, queries); q++) {
              worker.answer(q * stride);
              out.setLength(0);
              worker.best.print(q * stride, out);
              lists[q] = out.toString();
            }
          }
          processor.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        } catch (Exception e) {
          failed[0] = e;
        }
      });
      pool[t].start();
    }
    for (Thread thread : pool) thread.join();
    if (failed[0] != null) throw failed[0];
    return new double[] {(System.nanoTime() - start) / 1e9, processor.get() / 1e9};
  }

  public static void main(String[] args) throws Exception {
    Data data = new Data(Path.of(args[0]));
    boolean band = args[2].equals("band"), suggest = args[3].equals("suggest");
    int stride = Integer.parseInt(args[4]), threads = Integer.parseInt(args[5]);
    Path work = Path.of(args[1]);
    Files.createDirectories(work);
    long start = System.nanoTime();
    Index index = suggest ? indexOffers(work.resolve("offers"), data) : indexCandidates(work.resolve("candidates"), data);
    double build = (System.nanoTime() - start) / 1e9;
    Maker maker = () -> suggest ? new Suggest(data, index, band) : new Shortlist(data, index, band);
    int n = suggest ? data.candidates : data.offers, queries = (n + stride - 1) / stride;
    // The compiler warms up on a part of the same queries, untimed.
    batch(maker, n, Math.max(stride, n / 2_000), threads, new String[queries + 2_000]);
    String[] lists = new String[queries];
    double[] seconds = batch(maker, n, stride, threads, lists);
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[6]))) { for (String list : lists) out.write(list); }
    System.out.printf(java.util.Locale.ROOT,
        "{\"peer\":\"lucene-%s\",\"direction\":\"%s\",\"queries\":%d,\"stride\":%d,\"threads\":%d,\"seconds\":%.3f,\"us_per_query\":%.2f,\"processor_us_per_query\":%.2f,\"build_seconds\":%.2f}%n",
        args[2], args[3], queries, stride, threads, seconds[0], seconds[0] * 1e6 / queries, seconds[1] * 1e6 / queries, build);
  }
}
